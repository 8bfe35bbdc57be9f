// Decides from the bytes of a module's image whether this device and driver could load it.
#pragma once
#include <string>
#include <vector>

#include "codes.h"

// SUCCESS, or the error of a driver of the configured version and a device of the configured capability. *ptx is
// the text of a PTX image, *image the bytes of any other image.
Result readImage(const void* data, std::string* ptx, std::string* image);
// The sizes of the parameters that PTX declares for an entry; false: no such entry.
bool ptxParameters(const std::string& ptx, const std::string& entry, std::vector<unsigned>* sizes);
// Whether a built image has the entry (true if its names are compressed away).
bool imageHasEntry(const std::string& image, const std::string& entry);
