export default defineEventHandler(() => ({ greeting: 'Hello from Nitro' }));
