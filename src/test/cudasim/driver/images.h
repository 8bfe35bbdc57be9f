// What is told from the bytes of a module's image: whether this device and driver could load it.
#pragma once
#include <string>
#include <vector>

#include "codes.h"

// SUCCESS, or what a driver of the set version answers for a device of the set capability. *ptx is the text of a
// PTX image; *image the bytes of any other.
Result readImage(const void* data, std::string* ptx, std::string* image);
// The sizes of the parameters that PTX declares for an entry; false: no such entry.
bool ptxParameters(const std::string& ptx, const std::string& entry, std::vector<unsigned>* sizes);
// Whether a built image has the entry (true if its names are compressed away).
bool imageHasEntry(const std::string& image, const std::string& entry);
