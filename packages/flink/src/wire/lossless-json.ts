const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * `JSON.parse`, except that a number which a double cannot hold exactly as written comes out as its text: `9007199254740993`
 * as `"9007199254740993"`, `1.10` as `"1.10"`. Readers know from the column's type that it is a number.
 */
export function parseLosslessJson(source: string): unknown {
  return JSON.parse(source.replace(TOKEN, (token) => (isExact(token) ? token : `"${token}"`)));
}

function isExact(token: string): boolean {
  return token.startsWith('"') || String(Number(token)) === token;
}
