import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_ID } from '../../../practice/identity';
import { landmarks, signInWithoutBrowser, TENANT_ID } from '../../../practice/index';
import type { PracticeServer } from '../../../practice/server';
import { runPracticeCommand, startPracticeServer } from '../../../practice/server';
import { ArgumentError, parseArguments } from '../../../practice/server/arguments';
import { challengeOf, REDIRECT, VERIFIER, WRITE } from './support';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** HTTPS that trusts only the practice server's own authority. */
function send(
  server: PracticeServer,
  target: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      new URL(target, server.origin),
      { method: init.method ?? 'GET', headers: init.headers ?? {}, ca: server.caPem, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on('error', reject);
    request.end(init.body);
  });
}

const post = (
  server: PracticeServer,
  target: string,
  body: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => send(server, target, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

async function tokenFrom(server: PracticeServer): Promise<string> {
  const scope = `${server.origin}/${WRITE} openid profile`;
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT,
    response_type: 'code',
    response_mode: 'form_post',
    state: 's',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    scope,
  });
  const overTls = async (request: Request): Promise<Response> =>
    new Response(
      (
        await send(server, request.url, {
          method: request.method,
          headers: Object.fromEntries(request.headers),
          body: await request.text(),
        })
      ).text,
    );
  const { body } = await signInWithoutBrowser(
    `${server.origin}/${TENANT_ID}/oauth2/v2.0/authorize?${query.toString()}`,
    overTls,
    'technician',
  );
  const form = new URLSearchParams({
    client_id: CLIENT_ID,
    grant_type: 'authorization_code',
    code: new URLSearchParams(body).get('code') ?? '',
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    scope,
  });
  const answer = await post(server, `/${TENANT_ID}/oauth2/v2.0/token`, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
  return (JSON.parse(answer.text) as { access_token: string }).access_token;
}

describe('the practice server', () => {
  let dir: string;
  let server: PracticeServer;

  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'practice-'));
    server = await startPracticeServer({ devices: 200, dir });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true });
  });

  it('writes a profile that names its own origin, and its certificate', async () => {
    const profile = JSON.parse(await readFile(server.files?.profile ?? '', 'utf8')) as Record<string, unknown>;
    expect(profile).toMatchObject({
      tenantId: TENANT_ID,
      clientId: CLIENT_ID,
      cloud: { authority: server.origin, graph: server.origin },
    });
    expect(await readFile(server.files?.ca ?? '', 'utf8')).toContain('BEGIN CERTIFICATE');
  });
  it('signs in and acts over TLS that only its authority vouches for', async () => {
    const authorization = `Bearer ${await tokenFrom(server)}`;
    const answer = await send(
      server,
      `/v1.0/deviceManagement/managedDevices/${landmarks.ready.id}/requestRemoteAssistance`,
      { method: 'POST', headers: { authorization } },
    );
    expect(answer.status).toBe(204);
    expect(server.control.accepted(landmarks.ready.id)).toBe(1);
  });
  it('is not trusted without its authority', async () => {
    await expect(send({ ...server, caPem: '' }, '/v1.0/me')).rejects.toThrow(/certificate/);
  });
  it('cuts the connection where a fault drops it', async () => {
    server.control.fault({ kind: 'drop-before', match: { path: '/v1.0/me' }, times: 1 });
    await expect(send(server, '/v1.0/me')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
  it('is driven by another process over HTTP', async () => {
    const { id } = landmarks.slow;
    expect(
      (await post(server, '/__practice/set-story', { deviceId: 'slow', story: { kind: 'ready', afterMs: 1 } })).status,
    ).toBe(200);
    expect(JSON.parse((await post(server, '/__practice/accepted', { deviceId: id })).text)).toEqual({ result: 0 });
    expect(
      (await post(server, '/__practice/fault', { kind: 'status', status: 503, match: { path: '/v1.0/me' }, times: 1 }))
        .status,
    ).toBe(200);
    expect((await send(server, '/v1.0/me')).status).toBe(503);
    expect(JSON.parse((await post(server, '/__practice/requests', '')).text)).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ path: '/v1.0/me', status: 503 })]),
    });
    expect(
      JSON.parse((await post(server, '/__practice/devices-named', { name: landmarks.twinA.name })).text),
    ).toMatchObject({ result: [landmarks.twinA.id, landmarks.twinB.id, landmarks.twinC.id] });
    for (const name of ['clear-faults', 'clear-requests', 'revoke-tokens', 'expire-access-tokens', 'forget-consent'])
      expect((await post(server, `/__practice/${name}`, {})).status).toBe(200);
  });
  it.each([
    ['an unknown command', 'nonsense', {}, 404],
    ['a name every object has', 'constructor', {}, 404],
    ['nonsense for a story', 'set-story', { deviceId: 'slow', story: { kind: 'magic' } }, 400],
    ['an unknown device', 'accepted', { deviceId: 'nothing' }, 400],
    ['a bad expression', 'fault', { kind: 'html', match: { path: '(' } }, 400],
    ['no JSON', 'fault', '{', 400],
  ])('answers clearly to %s', async (_, name, body, status) => {
    const answer = await post(server, `/__practice/${name}`, body);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain('"error"');
  });
  it('takes control only from POST with a JSON type', async () => {
    expect((await send(server, '/__practice/requests')).status).toBe(405);
    expect((await post(server, '/__practice/requests', '', { 'content-type': 'text/plain' })).status).toBe(415);
  });
  it('keeps its origin whatever the path', async () => {
    expect((await send(server, `${server.origin}//evil.example/v1.0/me`)).status).toBe(400);
  });
});

describe('the command line', () => {
  it('has defaults and understands both ways to write a value', () => {
    expect(parseArguments([])).toMatchObject({ port: 8443, devices: 2_500, seed: 7, faults: [] });
    expect(parseArguments(['--port', '0', '--devices=500000', '--seed', '9', '--hostile', '--out=x'])).toMatchObject({
      port: 0,
      devices: 500_000,
      seed: 9,
      hostile: true,
      out: 'x',
    });
  });
  it('turns fault names into rules', () => {
    const { faults } = parseArguments([
      '--fault',
      'throttle=0.05',
      '--fault',
      'drop-after-accept=0.01',
      '--fault=status-500=1',
    ]);
    expect(faults.map((rule) => [rule.kind, rule.rate])).toEqual([
      ['throttle', 0.025],
      ['throttle', 0.025],
      ['drop-after-accept', 0.01],
      ['status', 1],
    ]);
    expect(faults[2]?.match).toMatchObject({ method: 'POST' });
  });
  it.each([
    ['--port', 'abc'],
    ['--port', '70000'],
    ['--devices', '0'],
    ['--devices', '500001'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--fault', 'magic=1'],
    ['--fault', 'throttle'],
    ['--fault', 'throttle=2'],
    ['--fault', 'constructor=1'],
    ['--out'],
    ['--nonsense', '1'],
    ['stray'],
  ])('refuses %s %s with one sentence', async (...argv) => {
    expect(() => parseArguments(argv)).toThrow(ArgumentError);
    let said = '';
    const result = await runPracticeCommand(argv, { out: () => undefined, error: (text) => (said += text) });
    expect(result).toEqual({ exitCode: 2 });
    expect(said.trim().split('\n')).toHaveLength(1);
  });
  it('explains itself', async () => {
    let said = '';
    expect(await runPracticeCommand(['--help'], { out: (text) => (said += text), error: () => undefined })).toEqual({
      exitCode: 0,
    });
    expect(said).toContain('--fault NAME=RATE');
  });
  it('prints the profile and how to trust the certificate, and says when the port is taken', async () => {
    const out = await mkdtemp(path.join(os.tmpdir(), 'practice-'));
    let said = '';
    const first = await runPracticeCommand(['--port', '0', '--devices', '20', '--out', out], {
      out: (text) => (said += text),
      error: () => undefined,
    });
    const port = /https:\/\/localhost:(\d+)/.exec(said)?.[1] ?? '';
    expect(said).toContain('"tenantId"');
    expect(said).toContain('certutil');
    let wrong = '';
    expect(
      await runPracticeCommand(['--port', port, '--out', out], {
        out: () => undefined,
        error: (text) => (wrong += text),
      }),
    ).toEqual({ exitCode: 1 });
    expect(wrong).toContain(`Port ${port} is in use`);
    if ('stop' in first) await first.stop();
    await rm(out, { recursive: true });
  });
});
