import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The example imports the package that it is part of: its dist/ lies above this folder.
  server: { fs: { allow: ['../..'] } },
});
