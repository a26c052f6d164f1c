// Who is logged in, for all that is drawn: session.ts and what Vue has to know of it.
import { ref, shallowRef } from 'vue';

import { type Ending, openSession, type User } from './session.ts';
import { language } from './words.ts';

export const api = document.querySelector<HTMLMetaElement>('meta[name=auth-api]')!.content;

export const session = openSession({
  api,
  language: () => language.value,
  begun: () => void look(),
  ended: (why) => {
    // Whoever was not seen to be in has not been put out.
    if (view.value === 'in') notice.value = why;
    user.value = undefined;
    view.value = 'out';
  },
});

// What became of a login by Google that failed. It comes back with its reason in the address.
const failures = {
  access_denied: 'providerCancelled',
  account_inactive: 'refused',
  address_belongs: 'providerTaken',
  not_linked: 'providerUnknown',
  provider_unavailable: 'providerAway',
} as const;

export type Notice = Ending | 'providerFailed' | (typeof failures)[keyof typeof failures];

// The hint decides what is drawn until the API has answered, and nothing else.
export const view = ref<'waiting' | 'in' | 'out' | 'unreachable'>(session.hint() ? 'in' : 'waiting');
export const user = shallowRef<User>();
export const notice = ref<Notice | undefined>(failureOfProvider());

function failureOfProvider(): Notice | undefined {
  const reason = new URLSearchParams(location.search).get('error');
  if (!reason) return undefined;
  // Or a reload would say it again.
  history.replaceState(null, '', location.pathname);
  return Object.entries(failures).find(([name]) => name === reason)?.[1] ?? 'providerFailed';
}

export function enter(who: User) {
  user.value = who;
  notice.value = undefined;
  view.value = 'in';
}

// Asks the API who is logged in: at the start, when another tab logged in, when the page is seen again.
export async function look(ask: () => Promise<User | undefined> = session.profile) {
  try {
    const who = await ask();
    if (who) enter(who);
  } catch {
    if (!user.value) view.value = 'unreachable';
  }
}

export const start = () => look(session.resume);

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && user.value) void look();
});
