// Connects, sends itself messages of many sizes at every QoS, and ends with 0 if all arrived as they were.
//   node exchange.cjs URL PROTOCOL_VERSION [CA_FILE]
const fs = require('fs');
const mqtt = require('mqtt');

const [url, version, ca] = process.argv.slice(2);
const client = mqtt.connect(url, {
  protocolVersion: Number(version),
  reconnectPeriod: 0,
  ca: ca && fs.readFileSync(ca),
});
const sizes = [0, 1, 125, 126, 4096, 65535, 65536, 200000];
const wanted = sizes.length * 3;
let arrived = 0;

function fail(why) {
  console.error(why);
  process.exit(1);
}

setTimeout(() => fail(`${arrived} of ${wanted} messages arrived in time`), 30000);
client.on('error', fail);
client.on('message', (topic, payload) => {
  const size = Number(topic.split('/')[1]);
  if (!payload.equals(Buffer.alloc(size, size % 251))) fail(`another payload on ${topic}`);
  arrived += 1;
  if (arrived === wanted) client.end(false, {}, () => process.exit(0));
});
client.on('connect', () => {
  client.subscribe('js/#', { qos: 2 }, (error) => {
    if (error) fail(error);
    for (const size of sizes) {
      for (const qos of [0, 1, 2]) client.publish(`js/${size}`, Buffer.alloc(size, size % 251), { qos });
    }
  });
});
