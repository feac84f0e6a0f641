// Loaded before the program with --import: prints its peak memory in bytes as its last line.
import process from 'node:process';

process.on('exit', () => process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`));
