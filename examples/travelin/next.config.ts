import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  // A page arrives with its title, for every browser, and not with a script that adds it later.
  htmlLimitedBots: /.*/,
};

export default config;
