import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { fieldBytes, type Head } from './chain';

export interface SigningKey {
  id: string;
  key: Uint8Array;
}

export interface SignedHead extends Head {
  keyId: string;
  /** Hex, as the signature: Ed25519 (RFC 8032). */
  publicKey: string;
  signature: string;
}

/** PKCS #8 and SubjectPublicKeyInfo of Ed25519 (RFC 8410) up to the 32 bytes of the key. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Each signing key gives one for heads: nobody who checks tickets by the other could be shown a head instead. */
const privateKey = ({ key }: SigningKey): KeyObject => {
  const seed = Buffer.from(hkdfSync('sha256', key, '', 'charye record head', 32));
  return createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
};

const publicHex = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length).toString('hex');

const message = ({ seq, hash, at }: Head): Buffer => fieldBytes(['charye-record-head-1', String(seq), hash, at.toISOString()]);

export function signHead(head: Head, key: SigningKey): SignedHead {
  const secret = privateKey(key);
  return { ...head, keyId: key.id, publicKey: publicHex(secret), signature: sign(null, message(head), secret).toString('hex') };
}

/** Whether one of these keys signed it; `unknown` when its key is not among them. */
export function judgeHead(head: SignedHead, keys: SigningKey[]): 'signed' | 'forged' | 'unknown' {
  const own = keys.find((key) => publicHex(privateKey(key)) === head.publicKey);
  if (!own) return keys.some(({ id }) => id === head.keyId) ? 'forged' : 'unknown';
  return verify(null, message(head), createPublicKey(privateKey(own)), Buffer.from(head.signature, 'hex')) ? 'signed' : 'forged';
}
