using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KillSwitch.Cli.Tests.Docs;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>The test projects as they are compiled: those that were built in this one's configuration, read and not loaded.</summary>
internal static class CompiledTests
{
    /// <summary>By the name of each class, the names of its own methods that are tests.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByClass { get; } = Read((_, reader) =>
        from type in reader.TypeDefinitions.Select(reader.GetTypeDefinition)
        let tests = type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsTest(reader, method))
            .Select(method => reader.GetString(method.Name)).ToList()
        select (Class: reader.GetString(type.Name), Tests: tests))
        .GroupBy(type => type.Class, type => type.Tests, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.SelectMany(tests => tests)], StringComparer.Ordinal);

    /// <summary>Each use of a member of a type, by project, with the bytes of its signature.</summary>
    public static IReadOnlyList<(string Project, string Member, byte[] Signature)> Uses(Type type) => Read((project, reader) =>
        from member in reader.MemberReferences.Select(reader.GetMemberReference)
        where member.Parent.Kind == HandleKind.TypeReference
        let parent = reader.GetTypeReference((TypeReferenceHandle)member.Parent)
        where reader.GetString(parent.Name) == type.Name && reader.GetString(parent.Namespace) == type.Namespace
        select (project, reader.GetString(member.Name), reader.GetBlobBytes(member.Signature)));

    private static List<T> Read<T>(Func<string, MetadataReader, IEnumerable<T>> take)
    {
        const string own = "KillSwitch.Cli.Tests";
        var taken = new List<T>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(Page.Root, "tests")))
        {
            var project = Path.GetFileName(folder);
            var path = Path.Combine(AppContext.BaseDirectory.Replace(own, project, StringComparison.Ordinal), project + ".dll");
            if (!File.Exists(path))
                continue;
            using var file = new PEReader(File.OpenRead(path));
            taken.AddRange(take(project, file.GetMetadataReader()));
        }

        return taken;
    }

    private static bool IsTest(MetadataReader reader, MethodDefinition method) =>
        method.GetCustomAttributes().Select(handle => reader.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => reader.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            .Where(parent => parent.Kind == HandleKind.TypeReference)
            .Any(parent => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)parent).Name)
                is nameof(FactAttribute) or nameof(TheoryAttribute));
}
