export default defineEventHandler(() => 'Hello from Nuxt');
