import { notFound, redirect } from 'next/navigation';
import { AppError } from '@/lib/errors';
import { findViewer, type Viewer } from '@/lib/server/sessions/viewer';

/** The viewer of a page; whoever is signed out is sent to sign in and comes back to `path`. */
export async function signedIn(path: string): Promise<Viewer> {
  return (await findViewer()) ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/** What a use case answers; what it says is absent or not allowed is *not found*, so that neither can be told apart. */
export async function orNotFound<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'forbidden')) notFound();
    throw error;
  }
}
