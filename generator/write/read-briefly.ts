import { closeSync, openSync, readSync } from 'node:fs';

let shared = Buffer.allocUnsafeSlow(1024 * 1024);

/**
 * The bytes of a file, valid until the next call: all files are read into one buffer. For thousands of small
 * files that takes half the time of `readFileSync`, which asks for each one's size and makes room for it.
 */
export function readBriefly(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(file, shared, length, shared.length - length, null);
      if (read === 0) return shared.subarray(0, length);
      length += read;
      if (length === shared.length) shared = Buffer.concat([shared], 2 * length);
    }
  } finally {
    closeSync(file);
  }
}
