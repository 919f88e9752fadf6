// node first-call.js HOST:PORT KEY CERTIFICATE.pem "QUESTION": one turn with the gateway, from a program that shares nothing with it but the proto file.
const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const grpc = require('@grpc/grpc-js');
const { loadSync } = require('@grpc/proto-loader');

const [address, key, certificate, question] = process.argv.slice(2);
const proto = join(__dirname, '../../../src/EdgeRuntime.Contracts/Protos/assistant.proto');
const { edgeruntime } = grpc.loadPackageDefinition(loadSync(proto, { keepCase: true, longs: Number, enums: String, oneofs: true, defaults: true }));
const client = new edgeruntime.v1.Assistant(address, grpc.credentials.createSsl(readFileSync(certificate)));
const metadata = new grpc.Metadata();
metadata.set('authorization', `Bearer ${key}`);

const call = client.Converse(metadata);
call.on('data', (response) => {
  const { started, text_delta, done, error } = response;
  if (started?.scripted) console.log('(answers come from a script)');
  if (text_delta) process.stdout.write(text_delta.text);
  if (done) console.log(`\n${done.stop_reason}, ${done.usage.cost_nanos} nano ${done.currency}, bill ${done.bill_id}`);
  if (error) {
    console.error(`${error.code}: ${error.message} ${error.next}`);
    process.exitCode = 1;
  }
});
call.on('error', (failure) => {
  console.error(failure.message);
  process.exitCode = 1;
});
call.on('end', () => client.close());

call.write({ sequence: 1, start: { idempotency_key: randomUUID() } });
call.write({ sequence: 2, text: { text: question, last: true } });
