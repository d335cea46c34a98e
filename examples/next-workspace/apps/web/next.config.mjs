/** @type {import('next').NextConfig} */
const config = {
  basePath: '/shop',
  distDir: 'build',
  transpilePackages: ['@acme/ui'],
};

export default config;
