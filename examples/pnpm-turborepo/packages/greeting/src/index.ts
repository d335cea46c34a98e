import { capitalCase } from 'change-case';

export function greeting(name: string): string {
  return `Hello, ${capitalCase(name)}`;
}
