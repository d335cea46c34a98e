import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requiredVariables } from '../src/detect/python/required.ts';
import { memoryRepo } from '../src/repo/memory.ts';

function requiredIn(text: string): readonly string[] {
  const repo = memoryRepo({ 'app/config.py': text });
  return requiredVariables(repo, ['app/config.py']).map(({ what, where }) => `${where?.line ?? 0}: ${what}`);
}

test('fields of pydantic’s settings without a default are named, where the first one stands', () => {
  const text = `from pydantic_settings import BaseSettings, SettingsConfigDict

class Other:
    NAME: str

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="../.env")
    API: str = "/api"
    SECRET: str = secrets.token_urlsafe(32)
    CORS: Annotated[
        list[str] | str, BeforeValidator(parse)
    ] = []

    PROJECT_NAME: str
    dsn: HttpUrl | None = None
    hosts: dict[str, int]  # as JSON
    kept: ClassVar[str]
    named: str = Field(..., alias="OTHER")
    told: str = Field(..., description="x")

    @property
    def all(self) -> list[str]:
        found: int
        return []


AFTER: str
`;
  expect(requiredIn(text)).toEqual([
    '14: The program ends at its start where it is not given PROJECT_NAME, HOSTS, TOLD.',
  ]);
});

test('a prefix of the class belongs to the names', () => {
  expect(
    requiredIn('class S(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="shop_")\n    key: str\n'),
  ).toEqual(['3: The program ends at its start where it is not given SHOP_KEY.']);
});

test('settings that all have defaults, and code without any, need nothing', () => {
  expect(requiredIn('class S(BaseSettings):\n    key: str = "x"\n')).toEqual([]);
  expect(requiredIn('class S(BaseModel):\n    key: str\n')).toEqual([]);
});

test('whatever stands in a file, it is read in time and without a throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('class S(BaseSettings):', '\n', '    ', 'a', ': ', '=', '[', '#', '"', 'é')),
      (parts) => {
        expect(Array.isArray(requiredIn(parts.join('')))).toBe(true);
      },
    ),
  );
});
