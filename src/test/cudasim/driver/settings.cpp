#include "settings.h"

#include <cstdlib>
#include <functional>
#include <map>

#include "report.h"

Settings settings;

namespace {

bool setOrder(const std::string& value) {
    if (value == "ascending") settings.order = Order::ascending;
    else if (value == "descending") settings.order = Order::descending;
    else if (value.compare(0, 6, "random") == 0) {
        settings.order = Order::random;
        settings.seed = value.size() > 7 ? strtoull(value.c_str() + 7, nullptr, 10) : 1;
    } else return false;
    return true;
}

// NAME, NAME:k or NAME:k:code; empty for none.
bool setFault(const std::string& value) {
    size_t first = value.find(':'), second = first == std::string::npos ? first : value.find(':', first + 1);
    settings.faultKernel = value.substr(0, first);
    settings.faultAfter = first == std::string::npos ? 1 : atol(value.c_str() + first + 1);
    settings.faultCode = second == std::string::npos ? ILLEGAL_ADDRESS : atoi(value.c_str() + second + 1);
    return settings.faultAfter >= 1;
}

typedef std::function<bool(const std::string&)> Setter;

template <class T>
Setter number(T Settings::*field) {
    return [field](const std::string& value) {
        char* end;
        long long parsed = strtoll(value.c_str(), &end, 10);
        if (value.empty() || *end) return false;
        settings.*field = (T)parsed;
        return true;
    };
}

const std::map<std::string, Setter>& setters() {
    static const std::map<std::string, Setter> all = {
        {"order", setOrder},
        {"fault", setFault},
        {"deferred", number(&Settings::deferred)},
        {"devices", number(&Settings::devices)},
        {"total_memory", number(&Settings::totalMemory)},
        {"driver_version", number(&Settings::driverVersion)},
        {"capability", number(&Settings::capability)},
        {"refuse_images", number(&Settings::refuseImages)},
        {"compiler_fails", number(&Settings::compilerFails)},
        {"lost", number(&Settings::lost)},
        {"fails", number(&Settings::failsAt)},
        {"reset_heals", number(&Settings::resetHeals)},
        {"cudnn_refuses", number(&Settings::cudnnRefuses)},
        {"timeout_seconds", number(&Settings::timeoutSeconds)},
    };
    return all;
}

}  // namespace

bool setSetting(const std::string& name, const std::string& value) {
    auto setter = setters().find(name);
    return setter != setters().end() && setter->second(value);
}

void readEnvironment() {
    for (const auto& setter : setters()) {
        std::string variable = "CUDASIM_";
        for (char c : setter.first) variable += (char)toupper(c);
        const char* value = getenv(variable.c_str());
        if (value && !setter.second(value)) report("%s=%s is not understood", variable.c_str(), value);
    }
}
