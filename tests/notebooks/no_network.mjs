// Loaded before a program (node --import): whatever it connects to or looks up fails.
import dns from 'node:dns';
import net from 'node:net';

function refuse() {
  throw new Error('This program must not use the network.');
}

Object.assign(net.Socket.prototype, { connect: refuse });
Object.assign(dns, { lookup: refuse });
Object.assign(dns.promises, { lookup: refuse });
