using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace KillSwitch.Aws.Denies;

/// <summary>The tags of one role or user.</summary>
/// <param name="principal"><c>role/NAME</c> or <c>user/NAME</c>.</param>
internal sealed class PrincipalTags(AmazonIdentityManagementServiceClient iam, string principal)
{
    private readonly bool _isRole = principal.StartsWith("role/", StringComparison.Ordinal);
    private readonly string _name = principal[(principal.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>To IAM, keys that differ in case alone are one.</summary>
    public static Dictionary<string, string> ByKey(IEnumerable<Tag>? tags)
    {
        var byKey = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags ?? [])
            byKey[tag.Key ?? ""] = tag.Value ?? "";
        return byKey;
    }

    /// <exception cref="AmazonIdentityManagementServiceException"><c>NoSuchEntity</c>: there is no such principal.</exception>
    public async Task<Dictionary<string, string>> ListAsync(CancellationToken cancellation) =>
        ByKey(await Tags(cancellation).ToListAsync(cancellation));

    public Task SetAsync(IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        List<Tag> list = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
        return _isRole
            ? iam.TagRoleAsync(new TagRoleRequest { RoleName = _name, Tags = list }, cancellation)
            : iam.TagUserAsync(new TagUserRequest { UserName = _name, Tags = list }, cancellation);
    }

    /// <summary>Removing what is not there changes nothing.</summary>
    public Task RemoveAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        List<string> list = [.. keys];
        return _isRole
            ? iam.UntagRoleAsync(new UntagRoleRequest { RoleName = _name, TagKeys = list }, cancellation)
            : iam.UntagUserAsync(new UntagUserRequest { UserName = _name, TagKeys = list }, cancellation);
    }

    private IAsyncEnumerable<Tag> Tags(CancellationToken cancellation) => _isRole
        ? Pages.Each(
            marker => iam.ListRoleTagsAsync(new ListRoleTagsRequest { RoleName = _name, Marker = marker }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.Tags)
        : Pages.Each(
            marker => iam.ListUserTagsAsync(new ListUserTagsRequest { UserName = _name, Marker = marker }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker),
            page => page.Tags);
}
