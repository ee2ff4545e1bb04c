import type { Environment } from '../../model/delivery.ts';
import { UsageError } from '../../model/errors.ts';
import type { S3Credentials } from './s3-client.ts';

/**
 * The keys of an account, from the environment alone: no file of dmx and no message ever holds them. Throws UsageError
 * CREDENTIALS_MISSING.
 */
export function credentialsOf(environment: Environment): S3Credentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: token,
  } = environment;
  if (accessKeyId === undefined || secretAccessKey === undefined || accessKeyId === '' || secretAccessKey === '') {
    throw new UsageError('CREDENTIALS_MISSING', 'expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, got none', {
      hint: 'Set both in the environment, with AWS_SESSION_TOKEN where the keys are for a time.',
    });
  }
  return { accessKeyId, secretAccessKey, ...(token !== undefined && token !== '' && { sessionToken: token }) };
}

/** The region that the environment names, as AWS' own programs read it. */
export function regionOf({ AWS_REGION, AWS_DEFAULT_REGION }: Environment): string {
  return AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1';
}
