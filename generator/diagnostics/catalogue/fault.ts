import { entry } from './entry.js';

/** DG9xx: faults of dbtgen itself. */
export const faultEntries = {
  DG900: entry<{ reason: string }>({
    title: 'A bug in dbtgen',
    severity: 'error',
    message: ({ reason }) => `this is a bug in dbtgen, not in your blueprints: ${reason}`,
    meaning: 'Something happened that the program does not expect. No generated file is half-written.',
    fix: 'Please report it, with the output of the same command with DBTGEN_DEBUG=1 set.',
  }),
} as const;
