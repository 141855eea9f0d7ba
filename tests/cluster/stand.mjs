// Keeps a cluster until it is interrupted.
import { Cluster, PASSWORD } from './cluster.mjs';

const cluster = await Cluster.start();
console.log(`All:      ${cluster.url}  (accueil / ${PASSWORD})`);
for (const { number, url, child } of cluster.nodes) console.log(`Node ${number}:   ${url}  (process ${child.pid})`);
console.log(`Database: ${cluster.env.GUICHET_DATABASE_URL}\nLogs:     ${cluster.folder}\nCtrl-C ends and removes all of it.`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await cluster.stop();
    process.exit(0);
  });
}
