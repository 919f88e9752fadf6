// A phone written against MQTT.js: node peer-phone.js PORT GLASSES BOND PASSWORD. Prints what the glasses say about themselves, then how each of its tries went.
const mqtt = require('mqtt');
const [port, glasses, bond, password] = process.argv.slice(2);

const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
  protocolVersion: 5, clientId: `phone-${bond}-js`, username: bond, password, reconnectPeriod: 0,
});
client.on('error', error => { console.log(`error ${error.message}`); process.exit(1); });
client.on('close', () => process.exit(0));
client.on('message', (topic, payload) => {
  console.log(`${topic} ${payload}`);
  if (topic.endsWith('/about')) publish();
});

client.on('connect', () => client.subscribe([`edge/+/about`, `edge/${glasses}/bond/${bond}/down`], error => { if (error) console.log(`subscribe ${error.message}`); }));

function publish() {
  client.publish(`edge/${glasses}/bond/${bond}/up`, 'from MQTT.js', { qos: 1 }, (error, packet) => {
    console.log(`published ${error ? error.message : 'ok'}`);
    client.subscribe('#', (refused, granted) => {
      console.log(`all topics ${refused ? 'refused' : granted.map(one => one.qos)}`);
      client.end();
    });
  });
}
