import 'server-only';
import { AppError } from '@/lib/errors';
import type { RouteHandler } from '../handle';
import { followNotification } from '../inbox/follow-notification';
import { idParams } from '../input-fields';
import { answerRequest } from './answer-request';
import { isClick, isPrefetch } from './click-of';
import { findCaller } from './find-caller';
import { ANSWER_HEADERS } from './problem';
import { requestReader } from './request-reader';

/**
 * Leads from a notification's own address to where it points, and notes that it was followed. The only GET that changes
 * something: whoever is signed in can mark their own as read by it, and nothing else. The address it leads to is the
 * stored one; nothing of the request has a part in it.
 */
export const follow: RouteHandler = (request, route) =>
  answerRequest(
    request,
    async (note) => {
      const { header } = requestReader(request);
      // Not an empty success: a browser that had loaded this ahead would show it, and the click would lead nowhere.
      if (isPrefetch(header))
        throw new AppError('forbidden', 'A link is followed by a click, not ahead of it.');
      const caller = await findCaller(request);
      note.caller = caller;
      const params = idParams.safeParse(await route.params);
      const id = params.success ? params.data.id : NOBODYS;
      const address = `/n/${id}`;
      if (caller === null) return to(`/sign-in?callbackUrl=${encodeURIComponent(address)}`);
      if (caller.kind === 'key') throw new AppError('forbidden', 'An API key cannot do this.');
      const counts = isClick(request.method, header);
      const target = await followNotification(caller.viewer, { id, counts });
      // A page with the site's own words says why there is nothing, or that there never was.
      return to(target ?? `${address}/gone`);
    },
    // The server counts all pages itself.
    null,
  );

/** What is no id of ours is nobody's notification. */
const NOBODYS = '-';

/** 303: whatever was asked, the target is to be got. */
function to(location: string): Response {
  return new Response(null, { status: 303, headers: { ...ANSWER_HEADERS, location } });
}
