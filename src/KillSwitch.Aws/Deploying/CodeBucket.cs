using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Aws.Deploying;

/// <summary>
/// Where the functions' package and the templates lie for CloudFormation and Lambda, which read them from a bucket of their own region:
/// named by their content, so that a deployment that is taken back finds what it was made from.
/// </summary>
/// <param name="s3">S3 in the bucket's region.</param>
/// <param name="name">Of the bucket.</param>
/// <param name="account">Whose it must be: every request is refused by S3 for a bucket of anybody else.</param>
/// <param name="region">Where it must be.</param>
public sealed class CodeBucket(IAmazonS3 s3, string name, string account, string region)
{
    // Put on when everything else is: a bucket without it was not finished.
    private const string TagKey = "killswitch";
    private const string TagValue = "code";
    private const int DaysOfReplaced = 90;
    private const int DaysOfUnfinished = 7;

    public string Name => name;

    /// <summary>The one that a deployment makes by itself.</summary>
    public static string NameOf(string account, string region) => $"killswitch-code-{account}-{region}";

    /// <summary>Makes it where it is missing, and finishes what was not finished; doing it again changes nothing.</summary>
    /// <returns>Whether it is there only now.</returns>
    /// <exception cref="StackFailedException">It is somebody else's, or not to be had.</exception>
    public async Task<bool> MakeAsync(CancellationToken cancellation)
    {
        var isNew = !await IsThereAsync(cancellation);
        if (isNew)
        {
            await AskAsync("s3:CreateBucket", () => s3.PutBucketAsync(new PutBucketRequest
            {
                BucketName = name,
                BucketRegionName = region == "us-east-1" ? null : region,
                ObjectOwnership = ObjectOwnership.BucketOwnerEnforced,
            }, cancellation));
        }

        if (!isNew && await IsOursAsync(cancellation))
            return false;
        await AskAsync("s3:PutBucketPublicAccessBlock", () => s3.PutPublicAccessBlockAsync(new PutPublicAccessBlockRequest
        {
            BucketName = name,
            ExpectedBucketOwner = account,
            PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
            {
                BlockPublicAcls = true,
                BlockPublicPolicy = true,
                IgnorePublicAcls = true,
                RestrictPublicBuckets = true,
            },
        }, cancellation));
        await AskAsync("s3:PutEncryptionConfiguration", () => s3.PutBucketEncryptionAsync(new PutBucketEncryptionRequest
        {
            BucketName = name,
            ExpectedBucketOwner = account,
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration
            {
                ServerSideEncryptionRules =
                [
                    new ServerSideEncryptionRule
                    {
                        ServerSideEncryptionByDefault =
                            new ServerSideEncryptionByDefault { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AES256 },
                    },
                ],
            },
        }, cancellation));
        await AskAsync("s3:PutBucketVersioning", () => s3.PutBucketVersioningAsync(new PutBucketVersioningRequest
        {
            BucketName = name,
            ExpectedBucketOwner = account,
            VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
        }, cancellation));
        await AskAsync("s3:PutLifecycleConfiguration", () => s3.PutLifecycleConfigurationAsync(new PutLifecycleConfigurationRequest
        {
            BucketName = name,
            ExpectedBucketOwner = account,
            Configuration = new LifecycleConfiguration
            {
                Rules =
                [
                    new LifecycleRule
                    {
                        Id = "replaced",
                        Status = LifecycleRuleStatus.Enabled,
                        Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "" } },
                        NoncurrentVersionExpiration =
                            new LifecycleRuleNoncurrentVersionExpiration { NoncurrentDays = DaysOfReplaced },
                        AbortIncompleteMultipartUpload =
                            new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = DaysOfUnfinished },
                    },
                ],
            },
        }, cancellation));
        // An S3 that is reached by http, as an emulated one is, would be out of reach by it.
        if (s3.Config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true)
        {
            await AskAsync("s3:PutBucketPolicy", () => s3.PutBucketPolicyAsync(new PutBucketPolicyRequest
            {
                BucketName = name,
                ExpectedBucketOwner = account,
                Policy = ByTlsAlone(Amazon.RegionEndpoint.GetBySystemName(region).PartitionName, name),
            }, cancellation));
        }

        await AskAsync("s3:PutBucketTagging", () => s3.PutBucketTaggingAsync(new PutBucketTaggingRequest
        {
            BucketName = name,
            ExpectedBucketOwner = account,
            TagSet = [new Tag { Key = TagKey, Value = TagValue }],
        }, cancellation));
        return isNew;
    }

    /// <summary>Whether there is one; one that may not be had is no less there.</summary>
    /// <exception cref="StackFailedException">It is somebody else's, in another region, or may not be seen.</exception>
    public async Task<bool> IsThereAsync(CancellationToken cancellation)
    {
        try
        {
            var found = await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = name, ExpectedBucketOwner = account }, cancellation);
            return found.BucketRegion is not { Length: > 0 } where || where == region ? true : throw new StackFailedException(
                $"the bucket `{name}` is in `{where}`, and Lambda takes its code from a bucket of its own region, `{region}`; nothing was "
                + "deployed", isByAws: false);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
        catch (AmazonS3Exception moved) when (moved.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.BadRequest
            && moved.ErrorCode is not ("ExpiredToken" or "InvalidToken"))
        {
            throw new StackFailedException($"the bucket `{name}` is not in `{region}`, where Lambda takes its code from; nothing was "
                + "deployed", isByAws: false);
        }
        catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.Forbidden
            && refused.ErrorCode is not ("ExpiredToken" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "RequestTimeTooSkewed"))
        {
            throw new StackFailedException(
                $"the bucket `{name}` belongs to another account, or you may not do `s3:ListBucket` on it; nothing was deployed, and "
                + "`--bucket NAME` names another", isByAws: true);
        }
    }

    /// <summary>Puts a file there, unless it is there already as it should be.</summary>
    /// <param name="folder">What its key begins with.</param>
    /// <param name="file">Such as <c>guard.template.json</c>: the key has the content's SHA-256 before the first dot.</param>
    /// <param name="content">All of it.</param>
    /// <returns>Its key.</returns>
    public async Task<string> PutAsync(string folder, string file, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var sum = Checksums.Of(content.Span);
        var dot = file.IndexOf('.', StringComparison.Ordinal);
        var key = $"{folder}/{file[..dot]}-{sum}{file[dot..]}";
        if (await HasAsync(key, sum, content.Length, cancellation))
            return key;
        await AskAsync("s3:PutObject", async () =>
        {
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            return await s3.PutObjectAsync(new PutObjectRequest
            {
                BucketName = name,
                ExpectedBucketOwner = account,
                Key = key,
                InputStream = stream,
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                ChecksumSHA256 = Convert.ToBase64String(Convert.FromHexString(sum)),
            }, cancellation);
        });
        return key;
    }

    /// <summary>Where CloudFormation finds an object.</summary>
    public Uri UrlOf(string key)
    {
        var endpoint = s3.Config.ServiceURL is { Length: > 0 } other ? other.TrimEnd('/')
            : $"https://s3.{region}.{Amazon.RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}";
        return new Uri($"{endpoint}/{name}/{key}");
    }

    /// <summary>Whether a deployment made it, and something lies under a folder.</summary>
    public async Task<bool> HoldsAsync(string folder, CancellationToken cancellation) =>
        await IsThereAsync(cancellation) && await IsOursAsync(cancellation) && (await VersionsAsync(folder + "/", cancellation)).Count > 0;

    /// <summary>Takes away what lies under a folder, and the bucket where nothing else is in it and a deployment made it.</summary>
    /// <returns>Null where there is none; whether it is gone.</returns>
    public async Task<bool?> RemoveAsync(string folder, CancellationToken cancellation)
    {
        if (!await IsThereAsync(cancellation) || !await IsOursAsync(cancellation))
            return null;
        foreach (var some in (await VersionsAsync(folder + "/", cancellation)).Chunk(1000))
        {
            var answer = await AskAsync("s3:DeleteObjectVersion", () => s3.DeleteObjectsAsync(new DeleteObjectsRequest
            {
                BucketName = name,
                ExpectedBucketOwner = account,
                Objects = [.. some.Select(one => new KeyVersion { Key = one.Key, VersionId = one.VersionId })],
            }, cancellation));
            if (answer.DeleteErrors is [var error, ..])
            {
                throw new StackFailedException(
                    $"`{error.Key}` in the bucket `{name}` could not be deleted: {error.Message} (`{error.Code}`)", isByAws: true);
            }
        }

        if ((await VersionsAsync("", cancellation)).Count > 0)
            return false;
        await AskAsync("s3:DeleteBucket", () => s3.DeleteBucketAsync(
            new DeleteBucketRequest { BucketName = name, ExpectedBucketOwner = account }, cancellation));
        return true;
    }

    private async Task<bool> HasAsync(string key, string sum, int length, CancellationToken cancellation)
    {
        try
        {
            var found = await s3.GetObjectMetadataAsync(new GetObjectMetadataRequest
            {
                BucketName = name,
                ExpectedBucketOwner = account,
                Key = key,
                ChecksumMode = ChecksumMode.ENABLED,
            }, cancellation);
            return found.ContentLength == length && found.ChecksumSHA256 == Convert.ToBase64String(Convert.FromHexString(sum));
        }
        // Who may not list a bucket is told so of what is not there, too.
        catch (AmazonS3Exception missing) when (missing.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    private async Task<bool> IsOursAsync(CancellationToken cancellation)
    {
        try
        {
            var tags = await AskAsync("s3:GetBucketTagging", () => s3.GetBucketTaggingAsync(
                new GetBucketTaggingRequest { BucketName = name, ExpectedBucketOwner = account }, cancellation));
            return tags.TagSet?.Exists(tag => tag is { Key: TagKey, Value: TagValue }) == true;
        }
        catch (AmazonS3Exception none) when (none.ErrorCode == "NoSuchTagSet")
        {
            return false;
        }
    }

    private async Task<List<S3ObjectVersion>> VersionsAsync(string prefix, CancellationToken cancellation)
    {
        var all = new List<S3ObjectVersion>();
        var request = new ListVersionsRequest { BucketName = name, ExpectedBucketOwner = account, Prefix = prefix };
        while (true)
        {
            var page = await AskAsync("s3:ListBucketVersions", () => s3.ListVersionsAsync(request, cancellation));
            all.AddRange(page.Versions ?? []);
            if (page.IsTruncated != true)
                return all;
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
    }

    // S3 says "Access Denied", and not to what.
    private async Task<T> AskAsync<T>(string action, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonS3Exception denied) when (denied.ErrorCode is "AccessDenied" or "AllAccessDisabled"
            && !denied.Message.Contains("is not authorized to perform", StringComparison.Ordinal))
        {
            throw new StackFailedException(
                $"AWS said no: you may not do `{action}` on the bucket `{name}`; whoever manages IAM in the account gives the permission",
                isByAws: true);
        }
        catch (AmazonS3Exception taken) when (taken.ErrorCode is "BucketAlreadyExists")
        {
            throw new StackFailedException(
                $"the bucket `{name}` belongs to another account; nothing was deployed, and `--bucket NAME` names another", isByAws: true);
        }
        catch (AmazonS3Exception hidden) when (string.IsNullOrEmpty(hidden.ErrorCode))
        {
            throw new StackFailedException(
                $"S3 answered {((int)hidden.StatusCode).ToString(CultureInfo.InvariantCulture)} to `{action}` on the bucket `{name}`",
                isByAws: true);
        }
    }

    // Nobody reads or writes it otherwise, whoever may.
    internal static string ByTlsAlone(string partition, string name) =>
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"ByTlsAlone","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:{{{partition}}}:s3:::{{{name}}}","arn:{{{partition}}}:s3:::{{{name}}}/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"} } } ]}
        """;
}
