// How fast files are read: npm run bench:reading [-- --edge 512 --store 1024]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('reading.js');
