export default {
  // One page for a browser; nothing is rendered by a server.
  ssr: false,
};
