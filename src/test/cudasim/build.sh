#!/usr/bin/env bash
# Builds the simulated driver: build.sh FOLDER puts libcuda.so.1, libcublas.so.12, libnvrtc.so.12, libcudnn.so.8,
# cudnn9/libcudnn.so.9,
# libcudasim_kernels.so and libcudasim_control.so there. Does nothing when they were built from the same sources;
# what did not change is not compiled again (objects are kept in FOLDER.objects by the hash of their sources).
# A build happens in a folder of its own that takes the place of the old one at the end.
# CXX names the compiler; KERNELS another folder of kernels; with ONLY=kernels nothing else is built.
set -euo pipefail

out=${1:?the folder to build into}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kernels=${KERNELS:-$here/../../../kernels}
probes=$here/../resources/dev/sluice/device/cuda/kernels
cxx=${CXX:-g++}
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /none/none)")")")}
flags=(-std=c++17 -O2 -g1 -fPIC -fvisibility=hidden -fno-strict-aliasing -fwrapv -ffp-contract=off -Wall)
# A kernel's index beyond an array of its own ends it by an illegal instruction (715).
bounds=(-fsanitize=bounds-strict -fsanitize-undefined-trap-on-error)
shopt -s nullglob

hash_of() { { cat "$@"; echo "${flags[@]}" "${bounds[@]}"; } | sha256sum | cut -c1-16; }

compiler=$("$cxx" --version | head -1)
jni=$([[ -f $java_home/include/jni.h ]] && echo yes || echo no)
everything=("$here"/*/*.{cpp,h,inc,map} "$here"/kernels/*.cu "$probes"/*.cu "$kernels"/*.cu "$kernels"/*.cuh "$here/build.sh")
stamp="$(hash_of "${everything[@]}") ${#everything[@]} $jni $compiler ${ONLY:-}"

mkdir -p "$(dirname "$out")"
exec 9>"$out.lock"
flock 9
if [[ -f $out/stamp && $(<"$out/stamp") == "$stamp" ]]; then exit 0; fi

work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
objects=$out.objects placed=$work/placed
mkdir -p "$objects" "$placed"

jobs=()
start() {
  "$@" &
  jobs+=($!)
  if ((${#jobs[@]} >= $(nproc))); then wait "${jobs[0]}"; jobs=("${jobs[@]:1}"); fi
}
finish() {
  local job
  for job in "${jobs[@]}"; do wait "$job"; done
  jobs=()
}

# compile HASH NAME ARGUMENT...: the object of that name, unless there is one of these sources.
compile() {
  local object=$objects/$2.$1.o
  [[ -f $object ]] && return
  "$cxx" "${flags[@]}" "${@:3}" -c -o "$work/$2.o"
  rm -f "$objects/$2".*.o
  mv "$work/$2.o" "$object"
}

# compile_source NAME SUFFIX FILE ARGUMENT...: a job. The object's name goes to `built`.
compile_source() {
  local hash
  hash=$(hash_of "$3" "$here"/*/*.h "$here"/*/*.inc)
  start compile "$hash" "$1$2" "${@:4}" "$3"
  built+=("$objects/$1$2.$hash.o")
}

# compile_all FOLDER ARGUMENT...: every C++ file of one of the folders here. They are one source to the compiler, which
# reads the headers once then; but unsupported.cpp declares calls without their arguments.
compile_all() {
  local file together=$placed/$1.cpp suffix
  suffix=$(printf '%s' "${@:2}" | grep -oE 'VERSION_HERE=[0-9]+' || true)
  for file in "$here/$1"/*.cpp; do
    if [[ $file == */unsupported.cpp ]]; then
      compile_source "unsupported.$1" "$suffix" "$file" "${@:2}"
    else
      printf '#line 1 "%s"\n' "$file"
      cat "$file"
    fi
  done >"$together"
  compile_source "$1" "$suffix" "$together" -I "$here/$1" "${@:2}"
}

# The entries of a kernel file: name and __launch_bounds__, as the preprocessor leaves them.
entries() {
  tr '\n' ' ' | grep -oE 'extern +"C" +__global__ +(void +)?(__launch_bounds__ *\([^)]*\) +)?(void +)?[A-Za-z_][A-Za-z_0-9]* *\(' |
    sed -E 's/ *\($//; s/.*__launch_bounds__ *\(([^)]*)\).* ([A-Za-z_0-9]+)$/\2 \1/; s/.* void +([A-Za-z_0-9]+)$/\1 1024/' || true
}

# Shared arrays become calls that place them; `using` keeps a type with commas or > in one piece.
place_shared() {
  sed -E \
    -e 's/extern +__shared__ +(__align__\([0-9]+\) +)?([A-Za-z_][A-Za-z_0-9 ]*) +([A-Za-z_][A-Za-z_0-9]*) *\[ *\] *;/\2* const \3 = cudasim::dynamicShared<\2>();/' \
    -e 's/__shared__ +(__align__\([0-9]+\) +)?([A-Za-z_][A-Za-z_0-9 ]*[A-Za-z_0-9]|[A-Z]) +([A-Za-z_][A-Za-z_0-9]*) *((\[[^];]*\] *)*);/using cudasim_\3 = \2\4; auto\& \3 = cudasim::staticShared<cudasim_\3>([] {});/' "$1"
}

# The C++ of a kernel file, in a namespace of its own: two files may use the same names.
host_source() {
  local module=$1 name bounds
  echo "#include \"cudasim.h\""
  echo "namespace cudasim_module_$module {"
  echo "#include \"$module.cu\""
  "$cxx" -std=c++17 -E -P -D__CUDASIM__=1 -x c++ "$2" | entries | while read -r name bounds; do
    echo "CUDASIM_KERNEL(\"$module\", $name, $bounds)"
  done
  echo "}"
}

# compile_kernel HASH MODULE FILE
compile_kernel() {
  [[ -f $objects/kernels.$2.$1.o ]] && return
  host_source "$2" "$3" >"$placed/$2.host.cpp"
  compile "$1" "kernels.$2" "${bounds[@]}" -Wno-unknown-pragmas -Wno-unused -Wno-sign-compare -Wno-class-memaccess \
    -I "$placed" -I "$here/device" "$placed/$2.host.cpp"
}

compile_kernels() {
  local file module hash headers=("$kernels"/*.cuh "$here"/device/*.h "$here/build.sh")
  for file in "$kernels"/*.cuh "$kernels"/*.cu "$here"/kernels/*.cu "$probes"/*.cu; do
    { echo "#line 1 \"$(basename "$file")\""; place_shared "$file"; } >"$placed/$(basename "$file")"
  done
  for file in "$kernels"/*.cu "$here"/kernels/*.cu "$probes"/*.cu; do
    module=$(basename "$file" .cu)
    hash=$(hash_of "$file" "${headers[@]}")
    start compile_kernel "$hash" "$module" "$file"
    built+=("$objects/kernels.$module.$hash.o")
  done
}

# link NAME ARGUMENT...: from what was built last.
link() {
  finish
  "$cxx" -shared "-Wl,-rpath,\$ORIGIN" -o "$work/$1" "${built[@]}" "${@:2}"
  built=()
}

finish_folder() {
  rm -rf "$placed"
  echo "$stamp" >"$work/stamp"
  chmod 755 "$work"
  rm -rf "$out"
  mv "$work" "$out"
  trap - EXIT
}

built=()
compile_all device
compile_kernels
link libcudasim_kernels.so
if [[ ${ONLY:-} == kernels ]]; then
  finish_folder
  exit
fi
compile_all driver -Wextra -Wno-unused-parameter
link libcuda.so.1 -Wl,-soname,libcuda.so.1 -ldl -lpthread
compile_all cublas -Wextra -Wno-unused-parameter -O3
link libcublas.so.12 -Wl,-soname,libcublas.so.12 "-Wl,--version-script=$here/cublas/libcublas.map" "$work/libcuda.so.1"
compile_all nvrtc -Wextra
link libnvrtc.so.12 -Wl,-soname,libnvrtc.so.12 "-Wl,--version-script=$here/nvrtc/libnvrtc.map" "$work/libcuda.so.1"
compile_all cudnn -Wextra -Wno-unused-parameter
link libcudnn.so.8 -Wl,-soname,libcudnn.so.8 "-Wl,--version-script=$here/cudnn/libcudnn.map" "$work/libcuda.so.1"
mkdir "$work/cudnn9"
compile_all cudnn -Wextra -Wno-unused-parameter -DCUDNN_VERSION_HERE=90501
link cudnn9/libcudnn.so.9 -Wl,-soname,libcudnn.so.9 "-Wl,--version-script=$here/cudnn/libcudnn9.map" "$work/libcuda.so.1"
if [[ $jni == yes ]]; then
  compile_all control -I "$java_home/include" -I "$java_home/include/linux"
  link libcudasim_control.so "$work/libcuda.so.1"
else
  echo "cudasim: no jni.h (JAVA_HOME is not a JDK), so tests cannot turn the settings; CUDASIM_ variables still do" >&2
fi

finish_folder
