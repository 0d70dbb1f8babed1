using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Purser.Sqlite.Native;

/// <summary>Chooses the SQLite library once a process: the system's when it is newer than the bundled one.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<string> Chosen = new(Load);

    /// <summary>Version of the library that is loaded, such as <c>3.40.1</c>.</summary>
    public static string Version => Chosen.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != "e_sqlite3")
            return 0;
        _ = NativeLibrary.TryLoad(name, assembly, search, out var bundled);
        var system = LoadSystem();
        return system != 0 && VersionNumber(system) > VersionNumber(bundled) ? system : bundled;
    }

    private static nint LoadSystem()
    {
        string[] names = OperatingSystem.IsWindows() ? ["winsqlite3"] : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"] : ["libsqlite3.so.0"];
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }

        return 0;
    }

    private static unsafe int VersionNumber(nint library) =>
        library != 0 && NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var function)
            ? ((delegate* unmanaged[Cdecl]<int>)function)()
            : 0;
}
