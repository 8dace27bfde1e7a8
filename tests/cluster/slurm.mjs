// A Slurm of one node on the loopback address, started and ended here: munged, slurmctld and slurmd
// with key, sockets, ports and state of their own in a folder that is given. No service is touched.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, hostname, totalmem, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findOnPath } from '../../scripts/find-tools.mjs';

/** Where Debian puts daemons, which not every PATH names. */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin`;
const needed = ['munged', 'slurmctld', 'slurmd', 'sbatch'];

/** What of Slurm is missing here. */
export function missingOfSlurm() {
  return needed.filter((name) => findOnPath([name], path) === undefined);
}

/**
 * @typedef {object} Slurm
 * @property {NodeJS.ProcessEnv} env in which sbatch finds it
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} folder an empty one
 * @returns {Promise<Slurm>} once its node takes jobs
 */
export async function startSlurm(folder) {
  const at = (/** @type {string} */ name) => join(folder, name);
  // munged refuses a socket in a folder that others cannot enter.
  chmodSync(folder, 0o755);
  for (const name of ['munge', 'state', 'spool', 'log']) mkdirSync(at(name), { mode: 0o755 });
  writeFileSync(at('munge/key'), randomBytes(128), { mode: 0o600 });
  writeFileSync(at('slurm.conf'), await configuration(folder));
  const user = userInfo().username;
  const env = { ...process.env, PATH: path, SLURM_CONF: at('slurm.conf'), USER: user };
  /** @type {import('node:child_process').ChildProcess[]} */
  const daemons = [];
  const start = (/** @type {string} */ name, /** @type {string[]} */ args) => {
    const log = openSync(at(`log/${name}.out`), 'w');
    const daemon = spawn(name, args, { env, stdio: ['ignore', log, log] });
    daemon.once('error', () => undefined);
    daemons.push(daemon);
  };
  const stop = async () => {
    // A daemon's end would leave its jobs running.
    spawnSync('scancel', ['--user', user], { env });
    await until(() => queued(env) === '', 20);
    await Promise.all(daemons.reverse().map(end));
  };
  try {
    const munge = ['socket', 'pid-file', 'seed-file'].map(
      (key) => `--${key}=${at(`munge/${key}`)}`,
    );
    start('munged', ['--foreground', `--key-file=${at('munge/key')}`, ...munge]);
    start('slurmctld', ['-D', '-f', at('slurm.conf')]);
    start('slurmd', ['-D', '-f', at('slurm.conf')]);
    const isIdle = () => spawnSync('sinfo', ['-h', '-o', '%t'], { env }).stdout.includes('idle');
    if (await until(isIdle, 30)) return { env, stop };
    const logs = ['munged', 'slurmctld', 'slurmd'].map((name) =>
      readFileSync(at(`log/${name}.out`), 'utf8')
        .split('\n')
        .slice(-8)
        .join('\n'),
    );
    throw new Error(`Slurm does not start:\n${logs.join('\n')}`);
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * What is queued or running, or nothing where no controller answers.
 * @param {NodeJS.ProcessEnv} env
 */
export function queued(env) {
  return spawnSync('squeue', ['-h', '-r', '-o', '%i'], { env, encoding: 'utf8' }).stdout.trim();
}

/** @param {string} folder */
async function configuration(folder) {
  const [controller, node] = await freePorts();
  const host = hostname().split('.')[0];
  const user = userInfo().username;
  const memory = Math.floor(totalmem() / 2 ** 21);
  return `ClusterName=voxmetry
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/log/slurmctld
SlurmdLogFile=${folder}/log/slurmd
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,batch_sched_delay=1
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} RealMemory=${memory}
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

/** Two ports that nobody listens on. */
async function freePorts() {
  const servers = [createServer(), createServer()];
  const ports = [];
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
  }
  for (const server of servers) server.close();
  return ports;
}

/**
 * @param {() => boolean} condition
 * @param {number} seconds
 * @returns {Promise<boolean>} whether it held in time
 */
export async function until(condition, seconds) {
  const end = performance.now() + 1000 * seconds;
  while (!condition()) {
    if (performance.now() > end) return false;
    await setTimeout(100);
  }
  return true;
}

/** @param {import('node:child_process').ChildProcess} daemon */
async function end(daemon) {
  const isOver = () => daemon.exitCode !== null || daemon.signalCode !== null || !daemon.pid;
  if (isOver()) return;
  daemon.kill('SIGTERM');
  if (await until(isOver, 10)) return;
  daemon.kill('SIGKILL');
}
