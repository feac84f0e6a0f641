import { entry } from './entry.js';

/** DG6xx: the generated tree, and who owns what in it. */
export const treeEntries = {
  DG601: entry<{ path: string; output: string }>({
    title: 'A file of yours is in the way',
    severity: 'error',
    message: ({ path, output }) =>
      `"${path}" in ${output} is not dbtgen's, and a generated file must go there`,
    meaning:
      'dbtgen writes over nothing that it did not write. The lock file of the tree (.dbtgen.lock) does not list this file and its content differs from what is generated, so nothing at all was written. A file with exactly the generated content would be taken over.',
    fix: "Move or rename your file, or rename the blueprint that makes a file of the same name. `--force` does not help here: it takes back only files that were dbtgen's.",
  }),
  DG602: entry<{ path: string; output: string }>({
    title: 'Edited file kept',
    severity: 'warning',
    message: ({ path, output }) => `"${path}" in ${output} was edited by hand and is kept as it is`,
    meaning:
      'dbtgen wrote the file, and its content has changed since (other line endings do not count). The edit is kept, and what the blueprints say about this file is not in the tree. `dbtgen check` fails until the two agree.',
    fix: 'Say in the blueprint what you changed, then run `dbtgen build <folder> --force`, which takes all edited files back. `dbtgen check` shows the difference.',
  }),
  DG603: entry<{ path: string; output: string }>({
    title: 'Edited file is no longer generated',
    severity: 'warning',
    message: ({ path, output }) =>
      `"${path}" in ${output} is no longer generated; it was edited by hand, so it is kept and yours from now on`,
    meaning:
      'No blueprint makes this file any more. Files that were left as they were written are removed; this one was edited, so dbtgen only stops owning it and never touches it again.',
    fix: 'Delete the file if it is not needed.',
  }),
  DG604: entry<{ path: string; output: string; obstacle: string }>({
    title: 'No file can go there',
    severity: 'error',
    message: ({ path, output, obstacle }) => `"${path}" cannot be written in ${output}: ${obstacle}`,
    meaning:
      'A folder, a symbolic link or another thing that is no ordinary file stands at the path of a generated file or on the way to it. dbtgen does not follow links inside a tree, because they could lead out of it. Nothing was written.',
    fix: 'Move what is in the way.',
  }),
  DG605: entry<{ output: string; reason: string }>({
    title: 'Lock file cannot be read',
    severity: 'error',
    message: ({ output, reason }) => `.dbtgen.lock in ${output} cannot be read: ${reason}`,
    meaning:
      'The lock file lists what dbtgen owns. Without it dbtgen cannot tell its own files from yours, so it writes nothing.',
    fix: 'Restore the file from version control. After a merge conflict either side will do: files that are already as generated are recognised. Or delete it: then every file that differs from what is generated counts as yours.',
  }),
  DG606: entry<{ path: string; other: string }>({
    title: 'Two files cannot stand together',
    severity: 'error',
    message: ({ path, other }) => `the generated files "${path}" and "${other}" cannot stand in one tree`,
    meaning:
      'Two generated paths are equal, differ only in upper and lower case (one file on macOS and Windows), or one is a folder of the other.',
    fix: 'Rename one of the two blueprints.',
  }),
  DG607: entry<{ path: string; reason: string }>({
    title: 'Path leaves the tree',
    severity: 'error',
    message: ({ path, reason }) => `the generated path ${JSON.stringify(path)} ${reason}`,
    meaning:
      'Generated files lie inside the output folder, under relative paths with forward slashes, and not under the names that dbtgen and git keep for themselves.',
    fix: 'Look for the blueprint, template or plugin that makes this path.',
  }),
  DG608: entry<{ output: string; reason: string }>({
    title: 'Output folder refused',
    severity: 'error',
    message: ({ output, reason }) => `${output} cannot be the output folder: it ${reason}`,
    meaning:
      'The generated project needs a folder of its own. Inside of the blueprint folder a subfolder will do.',
    right: 'project: retail\noutput: ../dbt',
    fix: 'Change `output` in the project, or the option --output.',
  }),
  DG609: entry<{ output: string }>({
    title: 'Another build is running',
    severity: 'error',
    message: ({ output }) => `another build is writing ${output} and did not finish in time`,
    meaning:
      'Two builds never write one tree at the same time; the second waits for the first. A build that was killed is noticed and does not block.',
    fix: 'Wait for the other build, or end it. If there is none, delete the folder .dbtgen.tmp in the tree.',
  }),
  DG610: entry<{ output: string; differences: string }>({
    title: 'Tree differs from the blueprints',
    severity: 'error',
    message: ({ output, differences }) => `${output} is not what the blueprints say: ${differences}`,
    meaning:
      '`dbtgen check` builds in memory and compares. Files of yours beside the generated ones are no difference.',
    fix: 'Run `dbtgen build <folder>` and commit the result.',
  }),
  DG611: entry<{ path: string; output: string }>({
    title: 'File changed during the build',
    severity: 'error',
    message: ({ path, output }) =>
      `"${path}" in ${output} was changed while dbtgen was building; the build stopped before touching it`,
    meaning:
      'Right before a file is replaced dbtgen looks whether it is still the one that was examined. This one is not.',
    fix: 'Run the build again: it looks at the file anew and finishes what is left.',
  }),
  DG612: entry<{ output: string; reason: string }>({
    title: 'Tree cannot be read or written',
    severity: 'error',
    message: ({ output, reason }) => `${output} cannot be read or written: ${reason}`,
    meaning:
      'The operating system refused. No file is half-written; what is missing is written by the next build.',
    fix: 'Check the rights and the free space of the disk, then run the build again.',
  }),
  DG613: entry<{ output: string; other: string }>({
    title: 'Two trees in one folder',
    severity: 'error',
    message: ({ output, other }) =>
      `${output} and ${other} would be two generated trees, one inside the other`,
    meaning: 'Each dialect of a project gets a folder of its own.',
    fix: 'Change `output` in the project, or the option --output.',
  }),
  DG614: entry<{ output: string }>({
    title: 'Interrupted build',
    severity: 'error',
    message: ({ output }) => `an earlier build of ${output} was interrupted`,
    meaning:
      'A build was killed between its first and its last write. No file is half-written, but some are new and some are old.',
    fix: 'Run `dbtgen build <folder>`; it finishes the work.',
  }),
  DG615: entry<{ path: string }>({
    title: 'File exists',
    severity: 'error',
    message: ({ path }) => `${path} exists already`,
    meaning: '`dbtgen init` starts a new project and never overwrites a file.',
    fix: 'Name an empty or a new folder.',
  }),
} as const;
