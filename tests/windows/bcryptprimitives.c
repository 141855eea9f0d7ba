/* Wine 8, in Debian 12, lacks the one library of Windows 10 that Rust's standard library asks for random numbers. Wine 9 has it. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return RtlGenRandom(data, (ULONG)length);
}
