#!/usr/bin/env node
import { keepCompiled } from './compiled.ts';

// Before anything is loaded that is worth keeping.
keepCompiled();
void import('./main.ts').then(({ main }) => main());
