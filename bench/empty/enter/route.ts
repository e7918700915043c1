/** What the framework costs by itself: a route that reads nothing and leads on. */
export async function POST(): Promise<Response> {
  return new Response(null, { status: 303, headers: { location: '/bench/done', 'cache-control': 'private, no-store' } });
}

export const GET = POST;
