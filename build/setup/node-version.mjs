// Imported before anything else, so that an old Node says one clear sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Deskside needs Node 20.19 or newer; this is ${process.versions.node}. Install a current Node (https://nodejs.org) and run the command again.\n`,
  );
  process.exit(1);
}
