import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: ["dist/", "node_modules/", "coverage/", "**/*.js", "eslint.config.mjs", "tests/preview/programs/**"],
  },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ["**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 250 }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name='sort'][arguments.length=0]:not([callee.object.type='ArrayExpression']):not([callee.object.callee.property.name=/^(map|filter|slice|keys|values|entries|flatMap|from|concat)$/])",
          message: "Sort a copy: toSorted() or [...list].sort().",
        },
      ],
    },
  },
  {
    files: ["components/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "PropertyDefinition[accessibility=/private|protected/]",
          message: "Private fields of a component become schema outputs: use a local.",
        },
      ],
    },
  },
  {
    files: ["tests/**/*.ts", "bench/**/*.ts"],
    rules: {
      "max-lines": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
