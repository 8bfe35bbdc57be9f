#!/usr/bin/env bash
# Builds the simulated driver: build.sh FOLDER puts libcuda.so.1, libcublas.so.12, libnvrtc.so.12,
# libcudasim_kernels.so and libcudasim_control.so there. Does nothing when they were built from the same sources.
# A build happens in a folder of its own that takes the place of the old one at the end.
# CXX names the compiler; KERNELS another folder of kernels.
set -euo pipefail

out=${1:?the folder to build into}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=${KERNELS:-$here/../../../kernels}
cxx=${CXX:-g++}
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none)")")")}

sources() {
  find "$here" "$kernels" \( -name '*.cpp' -o -name '*.h' -o -name '*.inc' -o -name '*.cu' -o -name '*.cuh' \
    -o -name '*.map' -o -name build.sh \) -type f 2>/dev/null | LC_ALL=C sort
}
stamp=$({ sources | xargs cat; sources; "$cxx" --version; echo "$java_home"; } | sha256sum | cut -d' ' -f1)

mkdir -p "$(dirname "$out")"
exec 9>"$out.lock"
flock 9
if [[ -f $out/stamp && $(<"$out/stamp") == "$stamp" ]]; then exit 0; fi

work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
objects=$work/objects
mkdir "$objects"
flags=(-std=c++17 -O2 -g1 -fPIC -fvisibility=hidden -fno-strict-aliasing -fwrapv -ffp-contract=off -Wall -Wextra -Wno-unused-parameter)

# The entries of a kernel file as registrations: name and __launch_bounds__, after the preprocessor.
entries() {
  tr '\n' ' ' | grep -oE 'extern +"C" +__global__ +(void +)?(__launch_bounds__ *\([^)]*\) +)?(void +)?[A-Za-z_][A-Za-z_0-9]* *\(' |
    sed -E 's/ *\($//; s/.*__launch_bounds__ *\(([^)]*)\).* ([A-Za-z_0-9]+)$/\2 \1/; s/.* void +([A-Za-z_0-9]+)$/\1 1024/' || true
}

# Shared arrays become calls that place them; `using` keeps a type with commas or > in one piece.
place_shared() {
  sed -E \
    -e 's/extern +__shared__ +(__align__\([0-9]+\) +)?([A-Za-z_][A-Za-z_0-9 ]*) +([A-Za-z_][A-Za-z_0-9]*) *\[ *\] *;/\2* const \3 = cudasim::dynamicShared<\2>();/' \
    -e 's/__shared__ +(__align__\([0-9]+\) +)?([A-Za-z_][A-Za-z_0-9 ]*[A-Za-z_0-9]) +([A-Za-z_][A-Za-z_0-9]*) *((\[[^];]*\] *)*);/using cudasim_\3 = \2\4; auto\& \3 = cudasim::staticShared<cudasim_\3>([] {});/' "$1"
}

compile_kernels() {  # FILE: one object, whose names cannot clash with those of another file
  local file=$1 module placed=$objects/placed name bounds
  module=$(basename "$file" .cu)
  {
    echo "#include \"cudasim.h\""
    echo "namespace cudasim_module_$module {"
    echo "#include \"$(basename "$file")\""
    "$cxx" -std=c++17 -E -P -D__CUDASIM__=1 -x c++ "$file" | entries | while read -r name bounds; do
      echo "CUDASIM_KERNEL(\"$module\", $name, $bounds)"
    done
    echo "}"
  } >"$placed/$module.host.cpp"
  "$cxx" "${flags[@]}" -Wno-unknown-pragmas -Wno-unused-function -Wno-unused-variable -Wno-class-memaccess \
    -I "$placed" -I "$here/device" -c "$placed/$module.host.cpp" -o "$objects/kernels.$module.o"
}

mkdir "$objects/placed"
for file in "$kernels"/*.cu "$kernels"/*.cuh "$here"/kernels/*.cu; do
  [[ -f $file ]] || continue
  { echo "#line 1 \"$(basename "$file")\""; place_shared "$file"; } >"$objects/placed/$(basename "$file")"
done

running=()
start() { "$@" & running+=($!); }
finish() { local p; for p in "${running[@]}"; do wait "$p"; done; running=(); }

for file in "$kernels"/*.cu "$here"/kernels/*.cu; do
  [[ -f $file ]] || continue
  start compile_kernels "$file"
  if ((${#running[@]} >= 4)); then finish; fi
done
start "$cxx" "${flags[@]}" -shared -Wl,-soname,libcuda.so.1 -o "$work/libcuda.so.1" "$here"/driver/*.cpp -ldl -lpthread
finish

link=("$cxx" "${flags[@]}" -shared "-Wl,-rpath,\$ORIGIN")
start "${link[@]}" -I "$here/device" -o "$work/libcudasim_kernels.so" "$here/device/library.cpp" "$objects"/kernels.*.o
start "${link[@]}" -O3 -Wl,-soname,libcublas.so.12 "-Wl,--version-script=$here/cublas/libcublas.map" \
  -o "$work/libcublas.so.12" "$here"/cublas/*.cpp "$work/libcuda.so.1"
start "${link[@]}" -Wl,-soname,libnvrtc.so.12 "-Wl,--version-script=$here/nvrtc/libnvrtc.map" \
  -o "$work/libnvrtc.so.12" "$here"/nvrtc/*.cpp "$work/libcuda.so.1"
if [[ -f $java_home/include/jni.h ]]; then
  start "${link[@]}" -I "$java_home/include" -I "$java_home/include/linux" -o "$work/libcudasim_control.so" \
    "$here"/control/*.cpp "$work/libcuda.so.1"
else
  echo "cudasim: no jni.h (JAVA_HOME is not a JDK), so tests cannot turn the settings; CUDASIM_ variables still do" >&2
fi
finish

rm -rf "$objects"
echo "$stamp" >"$work/stamp"
chmod 755 "$work"
rm -rf "$out"
mv "$work" "$out"
trap - EXIT
