#!/usr/bin/env node
import { runCommandLine } from './commands/command-line.js';
import type { Channel } from './commands/terminal.js';

function channelOf(stream: NodeJS.WriteStream): Channel {
  let isOpen = true;
  // Who reads may stop early (`| head`); the build goes on to its end all the same.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    isTerminal: stream.isTTY,
  };
}

const terminal = { out: channelOf(process.stdout), err: channelOf(process.stderr) };
// Not process.exit: it would cut off what a pipe has not taken yet.
process.exitCode = await runCommandLine(process.argv.slice(2), terminal);
