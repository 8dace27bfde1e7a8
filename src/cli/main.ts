#!/usr/bin/env node
import { stripVTControlCharacters } from 'node:util';
import { runCommandLine } from './command.js';
import { terminalStreams } from './terminal.js';

// The help comes in colours; a file or a pipe gets the text alone.
const plain = process.stdout.isTTY ? (text: string): string => text : stripVTControlCharacters;

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  terminalStreams({
    out: (text) => process.stdout.write(plain(text)),
    error: (text) => process.stderr.write(text),
    watched: process.stderr.isTTY,
  }),
);
