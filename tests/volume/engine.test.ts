import { openEngine } from '../../src/engine/index.js';
import { conformance } from './conformance.js';

conformance('a lab in this thread', () => openEngine());
