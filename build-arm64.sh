#!/usr/bin/env bash
# Builds the program for the glasses: self-contained for linux-arm64, trimmed and compiled ahead, with models and contexts.
# Writes edge-runtime-linux-arm64.tar.gz beside this script and prints what is in it. Needs the .NET 10 SDK and binutils.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

GLIBC_FLOOR=2.28 # Debian 10, and what ONNX Runtime's own library needs
OUT=artifacts/linux-arm64/edge-runtime
TARBALL=edge-runtime-linux-arm64.tar.gz

need() { # PROGRAM PACKAGE
  command -v "$1" >/dev/null || { echo "$1 is missing. Install it with: sudo apt-get install -y $2" >&2; exit 1; }
}
need dotnet dotnet-sdk-10.0
need objdump binutils

rm -rf "$OUT" "$TARBALL"
dotnet publish src/EdgeRuntime.Device -c Release -r linux-arm64 --self-contained -o "$OUT" -v q --nologo

# Every package that the program is made of, by its own list, has to stand in the notices; so does .NET, which is in none.
packages=$(sed -nE 's|^ *"([A-Za-z0-9.]+)/([0-9][^"]*)": \{$|\1 \2|p' "$OUT/edge-runtime.deps.json" | sort -u | grep -v '^edge-runtime \|^EdgeRuntime\.' | sed 's/^runtimepack\.//')
[ -n "$packages" ] || { echo "Refusing to pack: edge-runtime.deps.json names no package." >&2; exit 1; }
while IFS= read -r package; do
  grep -qxF "== $package" "$OUT/NOTICE" || { echo "Refusing to pack: NOTICE has no licence of $package." >&2; exit 1; }
done <<<"$packages"

# Highest GLIBC_x.y symbol version that a native file asks for; nothing when it asks for none.
glibc_of() { objdump -T "$1" 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | cut -d_ -f2 | sort -Vu | tail -n 1 || true; }

echo "Native files and the glibc they need (floor $GLIBC_FLOOR):"
too_new=0
while IFS= read -r file; do
  needs=$(glibc_of "$file")
  printf '  %-8s %s\n' "${needs:-none}" "${file#"$OUT"/}"
  [ -z "$needs" ] || [ "$(printf '%s\n' "$needs" "$GLIBC_FLOOR" | sort -V | tail -n 1)" = "$GLIBC_FLOOR" ] || too_new=1
done < <(find "$OUT" -type f \( -name '*.so' -o -name edge-runtime \) | sort)
[ "$too_new" = 0 ] || { echo "Refusing to pack: a native file needs a glibc newer than $GLIBC_FLOOR." >&2; exit 1; }

tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$(dirname "$OUT")" -cf - "$(basename "$OUT")" | gzip -9n >"$TARBALL"

echo "Size in bytes:"
find "$OUT" -type f -printf '  %10s  %P\n' | sort -rn | sed -n '1,25p' # to the end: a reader that leaves early would kill the sort
printf '  %10s  %s\n' "$(find "$OUT" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')" "all $(find "$OUT" -type f | wc -l) files, unpacked"
printf '  %10s  %s\n' "$(stat -c %s "$TARBALL")" "$TARBALL"
echo "SHA-256:"
sha256sum "$TARBALL" | sed 's/^/  /'
