// Measures the forest against scikit-learn's on the same features and prints tables: node
// scripts/learning-table.mjs [--speed]
import { runBench } from './bench-bundle.mjs';

process.exitCode = await runBench('learning.js');
