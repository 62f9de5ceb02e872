import django.db.models.deletion
import django.utils.timezone
import intranet.core.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('discussions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('number', models.PositiveIntegerField(editable=False)),
                ('body', intranet.core.fields.RichTextField(profile='post', verbose_name='text')),
                ('client_id', models.UUIDField(editable=False)),
                ('version', models.PositiveBigIntegerField(default=0, editable=False)),
                ('reaction_counts', models.JSONField(default=dict, editable=False)),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('discussion', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='discussions.discussion')),
                ('parent', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='discussions.post')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'indexes': [models.Index(fields=['author', '-created_at'], name='post_author')],
                'constraints': [models.UniqueConstraint(fields=('discussion', 'number'), name='post_number_once'), models.UniqueConstraint(fields=('discussion', 'author', 'client_id'), name='post_client_id_once')],
            },
        ),
        migrations.CreateModel(
            name='PostRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', intranet.core.fields.RichTextField(profile='post')),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='discussions.post')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('agree', 'I agree'), ('thanks', 'Thank you'), ('insightful', 'Enlightening'), ('celebrate', 'Bravo'), ('question', 'I wonder')], max_length=12)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='discussions.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'reaction',
                'constraints': [models.UniqueConstraint(fields=('post', 'user', 'name'), name='reaction_once')],
            },
        ),
        migrations.CreateModel(
            name='ReadPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussions.discussion')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'discussion'), name='read_position_once')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('language', models.CharField(blank=True, choices=[('fr', 'French'), ('en', 'English')], help_text='Leave empty for a room in every language.', max_length=5, verbose_name='language')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='position')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('is_pinned', models.BooleanField(default=False, editable=False, verbose_name='pinned')),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('discussion', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='discussions.discussion')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='discussions.room', verbose_name='room')),
            ],
            options={
                'verbose_name': 'thread',
                'verbose_name_plural': 'threads',
                'permissions': [('manage_thread', 'Can close, reopen and pin threads')],
                'indexes': [models.Index(fields=['room', '-created_at'], name='thread_room')],
            },
        ),
        migrations.CreateModel(
            name='ThreadEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('posted', 'Posted'), ('edited', 'Edited'), ('deleted', 'Deleted'), ('reacted', 'Reacted'), ('hidden', 'Hidden'), ('restored', 'Restored'), ('closed', 'Closed'), ('reopened', 'Reopened')], max_length=10)),
                ('payload', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='discussions.discussion')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussions.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('discussion', 'seq'), name='thread_event_seq')],
            },
        ),
        migrations.AddField(
            model_name='discussion',
            name='last_number',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
