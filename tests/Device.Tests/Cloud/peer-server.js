// A foreign gateway: @grpc/grpc-js and the proto file of the contract, nothing of ours. Prints its port; says numbered words, asks for a tool
// in the middle, goes on where a lost link stopped, and prints a line of JSON per finished turn.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protoFile, words] = [process.argv[2], Number(process.argv[3])];
const definition = loader.loadSync(protoFile, { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true });
const contract = grpc.loadPackageDefinition(definition).edgeruntime.v1;
const turns = new Map();

function begin(start) {
  const token = `token-${start.idempotency_key}-0123456789`;
  const turn = { token, start, received: 1, sound: 0, text: '', said: [], links: 0, acknowledged: 0, call: null, results: 0 };
  turns.set(token, turn);
  return turn;
}

function flush(turn) {
  while (turn.call && turn.sent < turn.said.length) turn.call.write(turn.said[turn.sent++]);
}

function say(turn, message) {
  turn.said.push({ sequence: turn.said.length + 2, ...message });
  flush(turn);
}

function speak(turn, from, to) {
  for (let i = from; i < to; i++) say(turn, { text_delta: { text: `w${i} ` } });
}

function finish(turn) {
  speak(turn, words / 2, words);
  say(turn, { done: { usage: { input_tokens: 3, output_tokens: words, cost_nanos: 42 }, currency: 'EUR', bill_id: '01JPEER000000000000000000A', stop_reason: 'STOP_REASON_COMPLETE' } });
  if (turn.call) turn.call.end();
  console.log(JSON.stringify({ sound: turn.sound, text: turn.text, tools: turn.start.tools.length, links: turn.links, results: turn.results, trace: turn.trace, key: turn.key }));
}

function take(turn, request) {
  if (request.message === 'acknowledge') turn.acknowledged = request.acknowledge.sequence;
  if (request.sequence <= turn.received) return;
  if (request.sequence !== turn.received + 1) throw new Error(`gap: ${request.sequence} after ${turn.received}`);
  turn.received = request.sequence;
  if (request.message === 'audio') turn.sound += request.audio.pcm16.length;
  if (request.message === 'text') turn.text += request.text.text;
  if ((request.audio && request.audio.last) || (request.text && request.text.last)) {
    speak(turn, 0, words / 2);
    say(turn, { tool_call: { call_id: 'call-1', name: 'GetTime', arguments_json: '{}' } });
  }
  if (request.message === 'tool_result') {
    turn.results++;
    finish(turn);
  }
}

function converse(call) {
  let turn = null;
  call.on('data', (request) => {
    if (turn) return take(turn, request);
    const start = request.start;
    turn = start.resume_token ? turns.get(start.resume_token) : begin(start);
    turn.links++;
    turn.trace = String(call.metadata.get('traceparent')[0]);
    turn.key = String(call.metadata.get('authorization')[0]);
    turn.call = call;
    turn.sent = start.resume_token ? Math.max(start.last_received, 1) - 1 : 0;
    call.write({ sequence: 1, started: { session_id: 'peer', resume_token: turn.token, last_received: turn.received, model: 'peer', deadline_ms: start.deadline_ms } });
    flush(turn);
  });
  call.on('cancelled', () => { if (turn && turn.call === call) turn.call = null; });
  call.on('error', () => {});
}

const server = new grpc.Server();
server.addService(contract.Assistant.service, { Converse: converse });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
