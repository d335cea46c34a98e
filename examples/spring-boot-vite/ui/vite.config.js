import { defineConfig } from 'vite';

export default defineConfig({
  build: { outDir: '../src/main/resources/static', emptyOutDir: true },
  server: { proxy: { '/orders': 'http://localhost:8080' } },
});
