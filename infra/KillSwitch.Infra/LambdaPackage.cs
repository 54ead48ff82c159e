namespace KillSwitch.Infra;

/// <summary>Where the functions' program lies. A template can be made without it; `make package` builds it.</summary>
internal static class LambdaPackage
{
    /// <summary>A folder, or the zip that came with the construct's package.</summary>
    public static string Folder(string architecture)
    {
        var released = Path.Combine(AppContext.BaseDirectory, "killswitch-release", $"kill-switch-lambda-{architecture}.zip");
        if (File.Exists(released))
            return released;
        var root = Root();
        var built = Path.Combine(root, "artifacts", "lambda", architecture);
        return File.Exists(Path.Combine(built, "bootstrap")) ? built : Path.Combine(root, "infra", "unbuilt");
    }

    internal static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KillSwitch.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("the app runs within the repository that holds KillSwitch.sln");
    }
}
