// A thread of its own doesn't take over the loader that the program was started with.
import { register } from 'tsx/esm/api';

register();
await import('./seal.ts');
