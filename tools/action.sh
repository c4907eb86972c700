#!/usr/bin/env bash
# The steps of action.yml. Inputs come as variables, one value a line, and never as code.
set -euo pipefail

venv="$RUNNER_TEMP/archlint"

install() {
  "${PYTHON:-python3}" -m venv "$venv"
  "$(tool python)" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
}

tool() {
  if [ -d "$venv/Scripts" ]; then echo "$venv/Scripts/$1.exe"; else echo "$venv/bin/$1"; fi
}

# Reads the lines of a text into the array `lines`, the empty ones aside.
split() {
  local line
  lines=()
  while IFS= read -r line; do
    line="${line%$'\r'}"
    if [ -n "$line" ]; then lines+=("$line"); fi
  done <<<"$1"
}

check() {
  local archlint lines paths arguments base code=0
  archlint=$(tool archlint)
  split "${INPUT_PATHS:-}" && paths=(-- ${lines[@]+"${lines[@]}"})
  split "${INPUT_ARGUMENTS:-}" && arguments=(${lines[@]+"${lines[@]}"})
  base=()
  if [ -n "${INPUT_BASE:-}" ] && [ "$INPUT_BASE" != none ]; then
    base=("--base=$INPUT_BASE")
    arguments+=("${base[@]}")
  fi
  "$archlint" check ${arguments[@]+"${arguments[@]}"} --output-format github "${paths[@]}" || code=$?
  echo "exit-code=$code" >>"$GITHUB_OUTPUT"
  if [ "${INPUT_SARIF:-}" = true ]; then
    "$archlint" check ${arguments[@]+"${arguments[@]}"} --exit-zero --output-format sarif \
      --output-file "$RUNNER_TEMP/archlint.sarif" "${paths[@]}" || true
    if [ -f "$RUNNER_TEMP/archlint.sarif" ]; then echo "sarif-file=$RUNNER_TEMP/archlint.sarif" >>"$GITHUB_OUTPUT"; fi
  fi
  if [ "${INPUT_SUMMARY:-}" = true ]; then
    if [ ${#base[@]} -gt 0 ]; then
      "$archlint" report "${base[@]}" "${paths[@]}" >>"$GITHUB_STEP_SUMMARY" || true
    else
      "$archlint" check ${arguments[@]+"${arguments[@]}"} --output-format markdown "${paths[@]}" >>"$GITHUB_STEP_SUMMARY" || true
    fi
  fi
  return "$code"
}

"$1"
