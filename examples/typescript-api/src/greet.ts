export function greet(name: string): { message: string } {
  return { message: `Hello from ${name}` };
}
