import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import ideas.models.decidable
import ideas.models.supportable
import intranet.core.fields
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
        ('discussions', '0002_rooms_threads_posts'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='title')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
            },
        ),
        migrations.CreateModel(
            name='ImportedSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, unique=True)),
                ('target_id', models.BigIntegerField()),
                ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('slug', models.SlugField(editable=False, max_length=80)),
                ('problem', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='the problem')),
                ('proposal', intranet.core.fields.RichTextField(profile='article', verbose_name='the proposal')),
                ('benefit', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='expected benefit')),
                ('summary', models.CharField(blank=True, editable=False, max_length=300)),
                ('words', models.TextField(blank=True, editable=False)),
                ('status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('planned', 'Planned'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined')], default='submitted', editable=False, max_length=20, verbose_name='status')),
                ('author_has_news', models.BooleanField(default=False, editable=False)),
                ('support_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='supports')),
                ('imported_support_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='supports before import')),
                ('imported_author', models.CharField(blank=True, editable=False, max_length=120, verbose_name='author before import')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('campaign', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='ideas.campaign', verbose_name='campaign')),
                ('departments', models.ManyToManyField(blank=True, related_name='ideas', to='accounts.department', verbose_name='departments concerned')),
                ('discussion', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='discussions.discussion')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'idea',
                'verbose_name_plural': 'ideas',
                'permissions': [('decide_idea', 'Can change the status of ideas and answer them officially')],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='ideas_newest'), models.Index(models.OrderBy(django.db.models.expressions.CombinedExpression(models.F('support_count'), '+', models.F('imported_support_count')), descending=True), models.OrderBy(models.F('id'), descending=True), name='ideas_supported'), models.Index(fields=['status', '-created_at'], name='ideas_status'), models.Index(fields=['author', '-created_at'], name='ideas_author')],
            },
            bases=(ideas.models.supportable.Supportable, ideas.models.decidable.Decidable, models.Model),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=60)),
                ('from_status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('planned', 'Planned'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined')], max_length=20)),
                ('to_status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('planned', 'Planned'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined')], max_length=20)),
                ('answer', intranet.core.fields.RichTextField(blank=True, profile='post', verbose_name='official answer')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IdeaRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('title', models.CharField(max_length=160)),
                ('problem', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='the problem')),
                ('proposal', intranet.core.fields.RichTextField(profile='article', verbose_name='the proposal')),
                ('benefit', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='expected benefit')),
                ('departments', models.JSONField(default=list)),
                ('tags', models.JSONField(default=list)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('idea', 'number'), name='ideas_revision_once')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='ideas.idea')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'support',
                'verbose_name_plural': 'supports',
                'constraints': [models.UniqueConstraint(fields=('idea', 'user'), name='ideas_support_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.SmallIntegerField(choices=[(1, 'given'), (-1, 'withdrawn')])),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_events', to='ideas.idea')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'support event',
                'verbose_name_plural': 'support events',
            },
        ),
        migrations.AddField(
            model_name='Idea',
            name='last_decision',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.decision'),
        ),
        migrations.AddField(
            model_name='Idea',
            name='official_answer',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.decision'),
        ),
    ]
